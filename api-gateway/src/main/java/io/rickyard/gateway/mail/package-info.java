/** The mailbox of an installation whose mail does not leave. */
@NullMarked
package io.rickyard.gateway.mail;

import org.jspecify.annotations.NullMarked;
