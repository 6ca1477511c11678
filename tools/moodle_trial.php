<?php
// What tools/moodle_trial.py asks of Moodle's own programs: php moodle_trial.php CONFIG QUESTION, with words as JSON in and out.
define('CLI_SCRIPT', true);
[, $config, $question] = $argv;
require($config);
error_reporting(E_ERROR);
require_once($CFG->libdir . '/testing/generator/lib.php');
require_once($CFG->libdir . '/gradelib.php');
require_once($CFG->libdir . '/resourcelib.php');
require_once($CFG->dirroot . '/mod/assign/locallib.php');
require_once($CFG->dirroot . '/mod/scorm/locallib.php');
require_once($CFG->dirroot . '/group/lib.php');
require_once($CFG->dirroot . '/question/engine/lib.php');
\core\session\manager::set_user(get_admin());
$PAGE->set_url('/');
$PAGE->set_context(context_system::instance());
$asked = json_decode(file_get_contents('php://stdin'), true);
echo "\n", json_encode(['course' => 'course', 'marks' => 'marks', 'package' => 'package', 'bank' => 'bank'][$question]($asked)), "\n";

/** A course with its people, groups, assignments, package and web edition; returns the numbers of what was made. */
function course(array $asked): array {
    global $DB;
    set_config('passwordpolicy', 0);
    set_config('timezone', 'UTC');
    set_config('enablecompletion', 1);
    $DB->set_field('tool_usertours_tours', 'enabled', 0);
    $make = new testing_data_generator();
    $course = $make->create_course(['fullname' => $asked['name'], 'shortname' => $asked['name'], 'enablecompletion' => 1]);
    foreach ($asked['people'] as $name => [$first, $last, $role]) {
        $user = $DB->get_record('user', ['username' => $name]) ?: $make->create_user([
            'username' => $name, 'firstname' => $first, 'lastname' => $last, 'email' => "$name@uni.example",
            'middlename' => '', 'alternatename' => '', 'firstnamephonetic' => '', 'lastnamephonetic' => '']);
        update_internal_user_password($user, $asked['password']);
        $make->enrol_user($user->id, $course->id, $role);
        $people[$name] = $user->id;
    }
    foreach ($asked['teams'] as $team => $members) {
        $group = $make->create_group(['courseid' => $course->id, 'name' => $team]);
        array_map(fn($name) => groups_add_member($group->id, $people[$name]), $members);
    }
    $made = ['course' => $course->id];
    foreach ($asked['assignments'] as $name => $settings) {
        $made[$name] = $make->create_module('assign', $settings + [
            'course' => $course->id, 'name' => $name, 'submissiondrafts' => 0, 'assignsubmission_file_enabled' => 1,
            'assignsubmission_file_maxfiles' => 3, 'assignsubmission_file_maxsizebytes' => 0, 'assignsubmission_onlinetext_enabled' => 0,
            'assignfeedback_comments_enabled' => 1, 'assignfeedback_file_enabled' => 1, 'assignfeedback_offline_enabled' => 1,
            'attemptreopenmethod' => 'none'])->cmid;
    }
    $file = draft($asked['package']);
    $made['scorm'] = $make->create_module('scorm', ['course' => $course->id, 'name' => 'Lesson', 'packagefile' => $file,
        'maxattempt' => 0, 'grademethod' => GRADEHIGHEST, 'maxgrade' => 100, 'whatgrade' => HIGHESTATTEMPT, 'hidebrowse' => 1,
        'completion' => COMPLETION_TRACKING_AUTOMATIC, 'completionstatusrequired' => 4])->cmid;
    $made['web'] = web($make, $course, $asked['web']);
    $made['bank'] = "courseid=$course->id";
    if (class_exists('core_question\local\bank\question_bank_helper')) {  // since 5.0 a bank is an activity
        $bank = core_question\local\bank\question_bank_helper::create_default_open_instance($course, 'Bank');
        $made['bank'] = "cmid=$bank->id";
    }
    return $made;
}

function draft(string $path): int {
    global $USER;
    $number = file_get_unused_draft_itemid();
    get_file_storage()->create_file_from_pathname(['contextid' => context_user::instance($USER->id)->id, 'component' => 'user',
        'filearea' => 'draft', 'itemid' => $number, 'filepath' => '/', 'filename' => basename($path)], $path);
    return $number;
}

/** The zip unpacked in a file's activity with its index.html as main file, shown in a frame, as docs/teaching/moodle.md says. */
function web(testing_data_generator $make, stdClass $course, string $path): int {
    $number = $make->create_module('resource', ['course' => $course->id, 'name' => 'Web edition', 'display' => RESOURCELIB_DISPLAY_EMBED])->cmid;
    $place = ['contextid' => context_module::instance($number)->id, 'component' => 'mod_resource', 'filearea' => 'content', 'itemid' => 0];
    $store = get_file_storage();
    $store->delete_area_files(...array_values($place));
    $zip = $store->create_file_from_pathname($place + ['filepath' => '/', 'filename' => 'web.zip'], $path);
    $zip->extract_to_storage(get_file_packer('application/zip'), ...[...array_values($place), '/']);
    $zip->delete();
    foreach ($store->get_area_files(...[...array_values($place), 'filepath', false]) as $file) {
        if ($file->get_filename() === 'index.html') {
            file_set_sortorder(...[...array_values($place), $file->get_filepath(), 'index.html', 1]);
        }
    }
    return $number;
}

/** Of an activity, by username: the gradebook's grade, the comment, and the SHA-1 of each page that was given back. */
function marks(array $asked): array {
    global $DB;
    $activity = get_coursemodule_from_id('assign', $asked['activity']);
    $told = [];
    foreach ($DB->get_records('assign_grades', ['assignment' => $activity->instance]) as $grade) {
        $name = $DB->get_field('user', 'username', ['id' => $grade->userid]);
        $book = grade_get_grades($activity->course, 'mod', 'assign', $activity->instance, $grade->userid)->items[0]->grades[$grade->userid];
        $pages = $DB->get_fieldset_select('files', 'contenthash', "component = 'assignfeedback_file' AND itemid = ? AND filesize > 0", [$grade->id]);
        $told[$name] = ['assignment' => (float)$grade->grade, 'gradebook' => $book->grade === null ? null : (float)$book->grade,
            'comment' => $DB->get_field('assignfeedback_comments', 'commenttext', ['grade' => $grade->id]) ?: '', 'pages' => $pages];
    }
    return $told;
}

/** Of a package and a student: status and score of each attempt, grade, and whether the activity is completed. */
function package(array $asked): array {
    global $DB;
    $activity = get_coursemodule_from_id('scorm', $asked['activity']);
    $user = $DB->get_record('user', ['username' => $asked['person']], '*', MUST_EXIST);
    $attempts = [];
    foreach ($DB->get_records('scorm_scoes', ['scorm' => $activity->instance, 'scormtype' => 'sco']) as $page) {
        for ($n = 1; $track = scorm_get_tracks($page->id, $user->id, $n); $n++) {
            $attempts[] = [$track->{'cmi.core.lesson_status'} ?? '', (float)($track->{'cmi.core.score.raw'} ?? -1)];
        }
    }
    $book = grade_get_grades($activity->course, 'mod', 'scorm', $activity->instance, $user->id)->items[0]->grades[$user->id];
    return ['attempts' => $attempts, 'grade' => (float)$book->grade,
        'completed' => (int)$DB->get_field('course_modules_completion', 'completionstate', ['coursemoduleid' => $activity->id, 'userid' => $user->id])];
}

/** Every question below a category is answered right through Moodle's engine; returns their number and what earned less than all. */
function bank(array $asked): array {
    global $DB;
    [$less, $kinds] = [[], []];
    $top = $DB->get_records_select('question_categories', 'name = ?', [$asked['category']], 'id DESC', '*', 0, 1);
    $found = question_bank_finder(array_keys($top));
    foreach ($found as $number) {
        $question = question_bank::load_question($number);
        $play = question_engine::make_questions_usage_by_activity('core_question_preview', context_system::instance());
        $play->set_preferred_behaviour('deferredfeedback');
        $slot = $play->add_question($question, 1);
        $play->start_question($slot);
        $play->process_action($slot, $question->get_correct_response());
        $play->finish_question($slot);
        $kinds[$question->qtype->name()] = ($kinds[$question->qtype->name()] ?? 0) + 1;
        if ($play->get_question_fraction($slot) < 0.9999) {
            $less[] = $question->name;
        }
    }
    return ['played' => count($found), 'kinds' => $kinds, 'less' => $less];
}

function question_bank_finder(array $categories): array {
    global $DB;
    $all = $categories;
    for ($level = $categories; $level; $all = array_merge($all, $level)) {
        $level = array_keys($DB->get_records_list('question_categories', 'parent', $level, '', 'id'));
    }
    [$in, $words] = $DB->get_in_or_equal($all);
    return array_keys($DB->get_records_sql("SELECT q.id FROM {question} q JOIN {question_versions} v ON v.questionid = q.id
        JOIN {question_bank_entries} e ON e.id = v.questionbankentryid WHERE q.parent = 0 AND e.questioncategoryid $in", $words));
}
