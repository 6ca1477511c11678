"""What a learner does, in the page: one runtime in JavaScript (`src/`), and its bundles (`static/`), which authors make with `run.py build`."""
