package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.generate;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Generator;
import org.asyncio4j.conformance.Scenario;

final class S282_aiter_shutdown_closes_generators extends Scenario {

    private Generator<Integer> source() {
        return generate(out -> {
            try {
                for (int i = 0; i < 10; i++) {
                    out.emit(i);
                    sleep(ZERO);
                }
            } finally {
                sleep(ofMillis(10));
                print("source cleaned up");
            }
        });
    }

    private void main() {
        for (int value : source()) {
            print("value", value);
            if (value == 1) {
                break;
            }
        }
        print("main returns with the generator suspended");
    }

    @Override
    protected void script() {
        run(this::main);
        print("after run");
    }
}
