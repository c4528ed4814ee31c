package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S005_run_error_propagates extends Scenario {

    private final List<EventLoop> saved = new ArrayList<>();

    private void leaf() {
        sleep(ZERO);
        throw new IllegalArgumentException("leaf failed");
    }

    private void middle() {
        try {
            leaf();
        } finally {
            print("middle: finally");
        }
    }

    private void main() {
        saved.add(getRunningLoop());
        try {
            middle();
        } catch (IllegalArgumentException e) {
            print("main: saw", e);
            throw new IllegalStateException("main failed", e);
        }
    }

    @Override
    protected void script() {
        try {
            run(this::main);
        } catch (IllegalStateException e) {
            print("run raised", typeName(e), e);
            print("caused by", typeName(e.getCause()), e.getCause());
        }
        print("loop closed", saved.get(0).isClosed());
    }
}
