package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.generate;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Generator;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S280_aiter_async_generator extends Scenario {

    private Generator<Integer> countdown(int from) {
        return generate(out -> {
            try {
                for (int n = from; n != 0; n--) {
                    sleep(ZERO);
                    out.emit(n);
                }
            } finally {
                sleep(ZERO);
                print("generator closed");
            }
        });
    }

    private void other() {
        for (int i = 0; i < 3; i++) {
            print("other", i);
            sleep(ZERO);
        }
    }

    private void main() {
        Task<@Nullable Void> t = createTask(() -> other());
        for (int n : countdown(3)) {
            print("value", n);
        }
        await(t);
        Generator<Integer> gen = countdown(10);
        for (int n : gen) {
            if (n == 8) {
                break;
            }
        }
        print("left the loop early");
        gen.close();
        print(countdown(3).stream().toList());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
