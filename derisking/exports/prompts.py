"""What a teacher pastes into a chatbot to see what it earns in an exercise: every task in words, without a key, and how to answer."""

import html
import re

from derisking import exercises
from derisking.exercises import form_page
from derisking.exercises.task import Task
from derisking.exports import task_tables

ASK = """You are a student of politics who has not seen this course. Below are the tasks of one exercise, each with its points. Answer every
task from what you know and from what stands here. Write one line for each name, exactly in the form that is shown, and nothing else."""


def prompt(lesson: str) -> str:
    """The prompt for the exercise of a lesson as Markdown: part A, and part B by deciding, which needs no code."""
    definition, tables = exercises.definition(lesson), task_tables.tables(lesson)
    tasks = [*definition.part("A"), *definition.part("B", "decide")]
    told = (_task(task, tables.get(task.id, "")) for task in tasks if task.is_form)
    return f"{ASK}\n\n# {definition.title}\n\n" + "\n\n".join(told) + "\n"


def _task(task: Task, above: str) -> str:
    lines = "\n".join(f"- {html.unescape(re.sub(r'<[^>]+>', '', line))}" for line in form_page.listed(task))
    form = "\n".join(f"{name} = {task.question.rules.example}" for name in task.names)
    parts = (f"## {task.title} ({task.points:g})", above, task.question.say(task.question.text).strip(), lines, form)
    return "\n\n".join(part for part in parts if part)
