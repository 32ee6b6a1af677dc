/** Tests of mailboxes and of the tail, without a database. */
@NullMarked
package io.rickyard.bridge.stream;

import org.jspecify.annotations.NullMarked;
