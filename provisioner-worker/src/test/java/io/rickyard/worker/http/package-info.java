/** Who is shown which key, against a real outbox for what is written down. */
@NullMarked
package io.rickyard.worker.http;

import org.jspecify.annotations.NullMarked;
