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


def refused(call):
    """(status, words) of a question that is not answered."""
    with pytest.raises(urllib.error.HTTPError) as error:
        call()
    with error.value as answer:
        return answer.code, answer.read().decode()


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
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl+C" in line:
                break
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
