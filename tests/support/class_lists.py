"""Class lists of four students as platforms write them, and a list as it is read."""

from derisking.classroom.collect.class_list import read

MOODLE_SHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    'Participant 1001,"Ann ""Annie"" Kim",ann@uni.example,Submitted for grading,,100.00,Yes,'
    '"Tuesday, 1 December 2026, 6:00 PM",-,\r\n'
    "Participant 1002,ليلى حداد,layla@uni.example,No submission,,100.00,Yes,-,-,an older comment\r\n"
    'Participant 1003,"Óscar Núñez, Jr.",oscar@uni.example,Submitted for grading,55.00,100.00,Yes,-,-,\r\n'
    "Participant 1004,=Sam 🦊,sam@uni.example,Submitted for grading,,100.00,Yes,-,-,\r\n"
)
CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Essay (77),Exercise 2 (78),Final Score\n"
    ",,,,,Manual Posting,,\n"
    "    Points Possible,,,,,10.00,20.00,(read only)\n"
    '"Kim, Ann ""Annie""",501,S1,akim,Seminar A,8.00,,80.0\n'
    '"حداد, ليلى",502,S2,lhaddad,Seminar A,7.00,12.00,70.0\n'
    '"Núñez, Óscar",503,S3,onunez,"Seminar A, B",,EX,\n'
    '"=""=Sam 🦊""",504,S4,sfox,Seminar B,,,\n'
    '"Student, Test",505,,,Seminar A,,,\n'
)
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Email,Exercise 2 Points Grade <Numeric MaxPoints:20 Weight:10>,"
    "End-of-Line Indicator\r\n"
    '#0100,#akim,Kim,"Ann ""Annie""",ann@uni.example,,#\r\n'
    "#0101,#lhaddad,حداد,ليلى,layla@uni.example,11,#\r\n"
    '#0102,#onunez,"Núñez, Jr.",Óscar,oscar@uni.example,,#\r\n'
    "#0103,#sfox,=Fox 🦊,Sam,sam@uni.example,,#\r\n"
)
BLACKBOARD = "Last Name\tFirst Name\tUsername\tStudent ID\tLast Access\tAvailability\nKim\tAnn\takim\t0100\t-\tYes\n"
BLACKBOARD_GRADES = (
    "\ufeffLast Name\tFirst Name\tUsername\tStudent ID\tLast Access\tAvailability\t"
    "Weighted Total [Total Pts: up to 30 Score] |401\tExercise 2 [Total Pts: 40 Score] |402\n"
    '"Kim"\t"Ann ""Annie"""\t"akim"\t"0100"\t"-"\t"Yes"\t""\t""\n'
    '"حداد"\t"ليلى"\t"lhaddad"\t"0101"\t"-"\t"Yes"\t""\t"11"\n'
    '"Núñez, Jr."\t"Óscar"\t"onunez"\t""\t"-"\t"Yes"\t""\t""\n'
    '"=Fox 🦊"\t"Sam"\t"sfox"\t"0103"\t"-"\t"No"\t""\t""\n'
)
PLAIN = (
    "id;name;email;username\r\n"
    'akim;"Kim, Ann ""Annie""";ann@uni.example;akim1\r\n'
    "lhaddad;ليلى حداد;layla@uni.example;lhaddad1\r\n"
    "onunez;Óscar Núñez;oscar@uni.example;onunez1\r\n"
    "sfox;=Sam 🦊;;\r\n"
)
LISTS = {"moodle": MOODLE_SHEET, "canvas": CANVAS, "brightspace": BRIGHTSPACE, "plain": PLAIN}
LISTS["blackboard"] = BLACKBOARD_GRADES


def listed(tmp_path, content, name="class.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return read(path)
