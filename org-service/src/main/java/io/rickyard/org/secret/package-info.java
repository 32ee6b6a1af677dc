/** Encryption of secrets at rest with Tink; the one place that sees the master key. */
@NullMarked
package io.rickyard.org.secret;

import org.jspecify.annotations.NullMarked;
