"""The loopback site of `make bench ONLY=fetch`: a thousand hosts (127.0.0.0/8), each with one feed of 30 items.

python tests/bench/feed_server.py HOSTS     prints its port. GET /version/N makes every feed the Nth; /hang never answers.
"""

from __future__ import annotations

import asyncio
import sys
from email.utils import formatdate

ITEMS = 30
ITEM = (
    "<item><guid isPermaLink='false'>{guid}</guid><title>Nine people were hurt when a bus left the road, story {guid}</title>"
    "<link>http://example.org/{guid}</link><pubDate>{date}</pubDate><description>Police said that the driver had been "
    "blinded by the low sun on the road to the coast, and that all of the injured were out of danger.</description></item>"
)
DATE = formatdate(1_339_675_200, usegmt=True)


def hosts(count: int) -> list[str]:
    """Addresses of this machine, each a host of its own."""
    return [f"127.0.{number // 250 + 1}.{number % 250 + 1}" for number in range(count)]


def feed(host: str, version: int) -> bytes:
    """One feed; each version has `ITEMS` new items."""
    items = "".join(ITEM.format(guid=f"{host}-{version}-{number}", date=DATE) for number in range(ITEMS))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


class Site:
    """What is served now."""

    def __init__(self) -> None:
        self.version = 1
        self.bodies: dict[str, bytes] = {}

    def answer(self, path: str, host: str, headers: bytes) -> bytes:
        """The bytes of an answer."""
        if path.startswith("/version/"):
            self.version, self.bodies = int(path.rpartition("/")[2]), {}
            return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        if path != "/feed":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag = b'"%d"' % self.version
        if b"if-none-match: " + etag in headers.lower():
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        body = self.bodies.setdefault(host, feed(host, self.version))
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
        return head % (etag, len(body)) + body

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers until the client goes."""
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1].decode()
                if path == "/hang":
                    await asyncio.sleep(3600)
                writer.write(self.answer(path, writer.get_extra_info("sockname")[0], request))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def serve(count: int) -> None:
    """Serves for ever."""
    site = Site()
    first = await asyncio.start_server(site.talk, "127.0.0.1", 0)
    port = first.sockets[0].getsockname()[1]
    _others = await asyncio.start_server(site.talk, hosts(count), port)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
