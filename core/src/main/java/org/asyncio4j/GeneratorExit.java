package org.asyncio4j;

/**
 * Leaves the body of a {@link Generator} that is closed before it has ended, from its {@code emit}, so that its
 * {@code finally} blocks run. An {@link Error}, so that {@code catch (Exception e)} does not swallow it.
 */
public final class GeneratorExit extends Error {

    private static final long serialVersionUID = 1;

    GeneratorExit() {
        super("the generator is being closed");
    }
}
