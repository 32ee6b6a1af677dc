/**
 * Branches: projects of their own that were made of another one, and what they are called. How
 * their migrations stand is not known here; the task that was last to bring some says so.
 */
@NullMarked
package io.rickyard.org.branch;

import org.jspecify.annotations.NullMarked;
