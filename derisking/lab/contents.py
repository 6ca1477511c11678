"""Files as JupyterLab reads and writes them, with one difference: a page that is being prepared is waited for."""

import asyncio

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from derisking.lab import preparation


class Contents(AsyncLargeFileManager):
    """So a page is written before it is first read, and never while somebody has it open."""

    async def get(self, path, content=True, *args, **options):
        pages, page = preparation.current, path.strip("/")
        if content and pages is not None and page.endswith(".ipynb") and not pages.ready(page):
            pages.first(page)
            while not pages.ready(page):
                await asyncio.sleep(0.05)
        return await super().get(path, content, *args, **options)
