"""`derisking mark` in a process of its own, for the tests that ask it and the one that looks at it."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from support import told


def refused(call):
    """(status, words) of a question that is not answered."""
    with pytest.raises(urllib.error.HTTPError) as error:
        call()
    with error.value as answer:
        return answer.code, answer.read().decode()


BROWSER = told.cases(__file__, "programs.yaml")["a browser that tells what it saw"]


def a_browser(folder):
    """A program in the place of a browser, which writes down what it is given and what every user of this computer can read."""
    browser = folder / "browser"
    browser.with_suffix(".py").write_text(BROWSER, encoding="utf-8")
    browser.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{browser}.py" "$@"\n', encoding="utf-8")
    browser.chmod(0o755)
    return browser


def led_there_alone(folder, page, way):
    """The secret, once it is found behind `way` in a page of this name that only its owner could read, and in no command line: every
    user of a computer may read those."""
    seen = json.loads((folder / page).with_suffix(".json").read_text(encoding="utf-8"))
    secret = re.search(rf"{way}#([\w-]+)", seen["page"])[1]
    assert seen["mode"] == "0o600" and not any(secret in line for line in seen["lines"])
    assert any(page in line for line in seen["lines"]), "the canary: what it was given is among them"
    return secret


def until(process, sign):
    """The words of a process up to a line with a sign."""
    words = ""
    for line in process.stdout:
        words += line
        if sign in line:
            return words
    raise AssertionError(f"{sign!r} was not said:\n{words}")


class Page:
    """`derisking mark` in a process of its own, asked as its script asks."""

    def __init__(self, course, lesson, *words, browser="", command="mark"):
        """browser: a program that opens the page; without one no page is opened."""
        self.lesson = lesson
        line = [command, *filter(None, [lesson]), "--from", str(course.root), *words]
        command = [sys.executable, "-m", "derisking", *line]
        command += [] if browser else ["--no-browser"]
        variables = {**os.environ, "PYTHONUNBUFFERED": "1", "BROWSER": str(browser)}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        self.process = subprocess.Popen(command, env=variables, **streams)
        self.said = until(self.process, "Ctrl+C")
        found = re.search(r"(http://\S+/)#([^/\s]+)(/\S+)?", self.said)
        self.address, self.base, self.token = found[0], found[1], found[2]

    def get(self, path="", **headers):
        with urllib.request.urlopen(urllib.request.Request(self.base + path, headers=headers), timeout=120) as answer:
            return answer.read().decode(), answer.headers

    def ask(self, name, token=None, body=b"", **words):
        headers = {"X-Desk-Token": self.token if token is None else token}
        body = body or json.dumps({"lesson": self.lesson, **words}).encode()
        request = urllib.request.Request(f"{self.base}ask/{name}", body, headers)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def stop(self):
        """End it as Ctrl+C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=120)

    def kill(self):
        self.process.kill()
        self.process.wait(120)
        self.process.stdout.close()
