/** Server-sent events: frames out of mailboxes, refusals as problems. */
@NullMarked
package io.rickyard.bridge.http;

import org.jspecify.annotations.NullMarked;
