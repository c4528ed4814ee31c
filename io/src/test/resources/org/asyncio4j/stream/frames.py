"""Frames over asyncio's streams: what the tests of our streams talk to.

usage: frames.py client|server tcp|unix ADDRESS

Whoever connects sends frames, gets each one back, ends its direction, and gets a last word.
"""

import asyncio
import sys


async def send(writer, data):
    writer.write(len(data).to_bytes(4, "big"))
    writer.write(data)
    await writer.drain()


async def ask(reader, writer):
    for size in 0, 1, 1000, 300_000:
        data = bytes(i % 251 for i in range(size))
        await send(writer, data)
        length = int.from_bytes(await reader.readexactly(4), "big")
        assert await reader.readexactly(length) == data, size
    writer.write_eof()
    assert await reader.read() == b"bye"
    writer.close()
    await writer.wait_closed()
    print("all came back")


async def answer(reader, writer):
    while head := await reader.read(1):
        length = int.from_bytes(head + await reader.readexactly(3), "big")
        await send(writer, await reader.readexactly(length))
    writer.write(b"bye")
    writer.close()


async def main(role, kind, address):
    if role == "client":
        if kind == "tcp":
            streams = await asyncio.open_connection("127.0.0.1", int(address))
        else:
            streams = await asyncio.open_unix_connection(address)
        await ask(*streams)
        return
    if kind == "tcp":
        server = await asyncio.start_server(answer, "127.0.0.1", int(address))
        print(server.sockets[0].getsockname()[1], flush=True)
    else:
        server = await asyncio.start_unix_server(answer, address)
        print(address, flush=True)
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
