"""CPython's asyncio and uvloop: main.py [--uvloop] [--eager] WORKLOAD [ARGUMENT...]"""

import asyncio
import sys


async def hello():
    await asyncio.sleep(0)
    print("hello")


def main(args):
    while args[0].startswith("--"):
        option = args.pop(0)
        if option == "--uvloop":
            import uvloop

            uvloop.install()
        elif option == "--eager":
            import harness

            harness.eager = True
    workload, *rest = args
    if workload == "hello":
        asyncio.run(hello())
    elif workload == "serve":
        import echo

        port, *kind_and_keys = rest
        asyncio.run(echo.serve(int(port), *kind_and_keys))
    else:
        import workloads

        workloads.start(workload, rest)


main(sys.argv[1:])
