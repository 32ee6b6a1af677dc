/**
 * Why a request is not carried out, in this service's own words; the HTTP edge turns each into the
 * catalogue's code.
 */
@NullMarked
package io.rickyard.org.refusal;

import org.jspecify.annotations.NullMarked;
