"""A student's server: `python -m derisking.hub.singleuser` is JupyterHub's own, which starts in half the time.

What the package puts aside when it is imported (derisking/__init__.py), Jupyter's server would otherwise build at each start.
"""

import importlib
import sys

if __name__ == "__main__":
    # Only a hub's environment has it, in the hub's version.
    sys.exit(importlib.import_module("jupyterhub.singleuser").main())
