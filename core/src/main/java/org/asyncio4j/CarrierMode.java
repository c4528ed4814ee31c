package org.asyncio4j;

import java.util.Locale;

/** How the tasks of a loop are run. The order of events is the same on all of them. */
public enum CarrierMode {

    /** {@link #MOUNTED} where the JDK lets the library in, else {@link #BATON} and one log line that says so. */
    AUTO,

    /**
     * Tasks are virtual threads that the loop schedules on its own thread. A blocking call of the JDK suspends only its
     * task. Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
     */
    MOUNTED,

    /**
     * Tasks are ordinary virtual threads that pass one permit among them. Needs nothing; a switch costs several times
     * more, and a blocking call of the JDK holds up the whole loop, as in Python.
     */
    BATON;

    /** The system property that chooses the mode: {@code auto}, {@code mounted} or {@code baton}. */
    public static final String PROPERTY = "asyncio4j.carrier";

    /**
     * Returns the mode that the system property {@value #PROPERTY} names.
     *
     * @return that mode, {@link #AUTO} if the property is not set
     * @throws IllegalArgumentException if the property names no mode
     */
    public static CarrierMode fromProperty() {
        String name = System.getProperty(PROPERTY, "auto");
        for (CarrierMode mode : values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "-D" + PROPERTY + "=" + name + " names no carrier; use auto, mounted or baton");
    }
}
