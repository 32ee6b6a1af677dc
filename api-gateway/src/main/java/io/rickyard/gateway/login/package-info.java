/**
 * Logins of programs, in OAuth's words (RFC 6749, 7636, 8252, 8628, 8414): auth-service keeps and
 * decides, this is the door.
 */
@NullMarked
package io.rickyard.gateway.login;

import org.jspecify.annotations.NullMarked;
