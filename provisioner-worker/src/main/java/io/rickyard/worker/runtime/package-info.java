/**
 * What every runtime does alike: which ports of the host its stacks get, and how a stack's database
 * is logged in to and asked how it fares. It knows no way of running anything.
 */
@NullMarked
package io.rickyard.worker.runtime;

import org.jspecify.annotations.NullMarked;
