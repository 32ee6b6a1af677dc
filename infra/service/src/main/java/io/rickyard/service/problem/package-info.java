/**
 * The one catalogue of error codes and how they become problem+json (RFC 9457). A service refuses a
 * request by throwing; nothing else here writes an answer.
 */
@NullMarked
package io.rickyard.service.problem;

import org.jspecify.annotations.NullMarked;
