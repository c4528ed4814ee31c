# area: run
# behaviour: what cleaning up starts goes on for the few ticks that the end of run() takes, executor or not
# api: asyncio.run
# tier: extended
import asyncio


async def chain(n):
    print("link", n)
    asyncio.create_task(chain(n + 1))


async def worker():
    try:
        await asyncio.sleep(3600)
    finally:
        print("cleaning up")
        asyncio.create_task(chain(1))


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    print("main ends", task.done())


asyncio.run(main())
print("over")
