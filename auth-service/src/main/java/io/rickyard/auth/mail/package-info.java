/**
 * Messages to people: what is written and to whom, by templates. Knows neither SMTP nor the tokens
 * that a message may hold.
 */
@NullMarked
package io.rickyard.auth.mail;

import org.jspecify.annotations.NullMarked;
