package org.asyncio4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Access to fields that several threads read and write. */
final class FieldAccess {

    private FieldAccess() {}

    /** The handle of a field of the class that looks it up; to be kept in a constant, which the compiler sees through. */
    static VarHandle to(MethodHandles.Lookup owner, String field, Class<?> type) {
        try {
            return owner.findVarHandle(owner.lookupClass(), field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
