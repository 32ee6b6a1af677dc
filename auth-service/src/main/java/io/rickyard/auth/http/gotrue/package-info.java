/**
 * The endpoints and error forms of GoTrue that auth-js uses, at the root of this service. They
 * decode, call and answer; nothing else in the service knows these forms.
 */
@NullMarked
package io.rickyard.auth.http.gotrue;

import org.jspecify.annotations.NullMarked;
