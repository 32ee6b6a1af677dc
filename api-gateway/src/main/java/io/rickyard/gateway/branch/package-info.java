/**
 * Branches of projects, as the Management API has them. A branch's status is what the last task
 * that brought it migrations says, and how its project is.
 */
@NullMarked
package io.rickyard.gateway.branch;

import org.jspecify.annotations.NullMarked;
