/**
 * Server-sent events as they come off the wire: lines become events, a broken connection is taken
 * up again where it ended. Knows nothing of what the events mean.
 */
@NullMarked
package io.rickyard.cli.sse;

import org.jspecify.annotations.NullMarked;
