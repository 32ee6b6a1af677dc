/** Tests of task logs' streams, without a database. */
@NullMarked
package io.rickyard.bridge.tasklog;

import org.jspecify.annotations.NullMarked;
