/**
 * What queries need beside the tables: whose things a caller may see, and how to wait for what has
 * just been accepted.
 */
@NullMarked
package io.rickyard.projector.query;

import org.jspecify.annotations.NullMarked;
