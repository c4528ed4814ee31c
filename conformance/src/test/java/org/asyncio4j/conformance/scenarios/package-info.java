/** The ports: one file for each Python scenario, of the same number and name. */
@NullMarked
package org.asyncio4j.conformance.scenarios;

import org.jspecify.annotations.NullMarked;
