/** What a stack's keys and database must be, shown on values and, in the ITs, on a real server. */
@NullMarked
package io.rickyard.stack;

import org.jspecify.annotations.NullMarked;
