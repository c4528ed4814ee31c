package org.asyncio4j.conformance.scenarios;

import org.asyncio4j.Coroutine;
import org.asyncio4j.Runner;
import org.asyncio4j.conformance.Scenario;

final class S015_run_runner_closed_errors extends Scenario {

    private int value() {
        return 1;
    }

    private String nested(Runner runner) {
        Coroutine<Integer> coro = this::value;
        try {
            runner.run(coro);
        } catch (IllegalStateException e) {
            print("nested:", e);
        }
        return "nested done";
    }

    @Override
    protected void script() {
        Runner runner = newRunner();
        print("value", runner.run(this::value));
        print(runner.run(() -> nested(runner)));
        runner.close();
        runner.close();
        print("closed twice without error");
        Coroutine<Integer> coro = this::value;
        try {
            runner.run(coro);
        } catch (IllegalStateException e) {
            print("run:", e);
        }
        try {
            runner.getLoop();
        } catch (IllegalStateException e) {
            print("get_loop:", e);
        }
    }
}
