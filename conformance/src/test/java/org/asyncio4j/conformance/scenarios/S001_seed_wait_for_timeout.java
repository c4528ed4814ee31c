package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.CancelledError;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S001_seed_wait_for_timeout extends Scenario {

    private String myCoro() {
        print("my_coro: started");
        try {
            sleep(ofMillis(400));
        } catch (CancelledError e) {
            print("my_coro: cancelled by wait_for");
            throw e;
        }
        return "Привет мир!";
    }

    private void main() {
        waitFor(this::myCoro, ofMillis(50));
        print("not reached");
    }

    @Override
    protected void script() {
        try {
            run(this::main);
        } catch (TimeoutError e) {
            print("run raised", typeName(e));
            print("message length", str(e).length());
            print("cause", typeName(e.getCause()));
        }
    }
}
