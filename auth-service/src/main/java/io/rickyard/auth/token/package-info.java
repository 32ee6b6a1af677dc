/**
 * Opaque tokens and codes that stand for a right: personal access tokens, browser handles, stream
 * tickets, sign-in codes. They are random enough that a plain hash guards them.
 */
@NullMarked
package io.rickyard.auth.token;

import org.jspecify.annotations.NullMarked;
