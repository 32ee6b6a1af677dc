/**
 * Seals secrets to the worker and compares bodies without keeping them. Nothing here is ever
 * logged.
 */
@NullMarked
package io.rickyard.gateway.secret;

import org.jspecify.annotations.NullMarked;
