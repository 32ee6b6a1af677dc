/**
 * What the worker does now and then, beside its tasks. It must not know what that is, nor what a
 * pass does when it fails.
 */
@NullMarked
package io.rickyard.worker.pass;

import org.jspecify.annotations.NullMarked;
