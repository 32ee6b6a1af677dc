/**
 * Invitations into an organization: who may accept one, and until when. Knows neither database nor
 * HTTP.
 */
@NullMarked
package io.rickyard.org.invitation;

import org.jspecify.annotations.NullMarked;
