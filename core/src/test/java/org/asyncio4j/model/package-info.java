/**
 * A model checker for what waits in a loop: it plays small programs under every order in which their steps can run, and
 * looks for one that breaks a promise.
 *
 * <p>{@link org.asyncio4j.model.Scene} is what a new primitive brings, {@link org.asyncio4j.model.Programs} what is played
 * on it, and {@link org.asyncio4j.model.ModelChecker} plays it: all schedules up to a bound, and some at random beyond.
 */
@NullMarked
package org.asyncio4j.model;

import org.jspecify.annotations.NullMarked;
