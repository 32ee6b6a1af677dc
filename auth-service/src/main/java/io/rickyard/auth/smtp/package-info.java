/** Mail over SMTP, by Jakarta Mail. */
@NullMarked
package io.rickyard.auth.smtp;

import org.jspecify.annotations.NullMarked;
