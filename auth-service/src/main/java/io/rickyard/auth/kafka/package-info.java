/** Audit records in, audit records and identity events out. Nothing is decided here. */
@NullMarked
package io.rickyard.auth.kafka;

import org.jspecify.annotations.NullMarked;
