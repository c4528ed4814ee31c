/**
 * What each operation of the library costs, under JMH: one class for each kind of work. The package is none of the
 * library's, as a user's is: in one jar with the library, the library would take the code of its packages for its own.
 */
@NullMarked
package benchmarks;

import org.jspecify.annotations.NullMarked;
