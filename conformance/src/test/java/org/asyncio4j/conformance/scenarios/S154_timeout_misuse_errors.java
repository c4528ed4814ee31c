package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;

import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S154_timeout_misuse_errors extends Scenario {

    private void main() {
        Timeout cm = Timeout.after(ofSeconds(1));
        try {
            cm.reschedule(ofSeconds(2));
        } catch (IllegalStateException e) {
            print("before entry:", e);
        }
        cm.run(_ -> {
            try {
                cm.run(_ -> print("never printed"));
            } catch (IllegalStateException e) {
                print("second entry:", e);
            }
        });
        try {
            cm.reschedule(ofSeconds(2));
        } catch (IllegalStateException e) {
            print("after exit:", e);
        }
        try {
            timeout(ofMillis(10), late -> {
                try {
                    sleep(ofSeconds(1));
                } finally {
                    try {
                        late.reschedule(null);
                    } catch (IllegalStateException e) {
                        print("while expiring:", e);
                    }
                }
            });
        } catch (TimeoutError _) {
            print("TimeoutError");
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
