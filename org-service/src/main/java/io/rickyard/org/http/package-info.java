/**
 * The internal HTTP seam: decodes, calls, answers. Decides nothing; turns refusals into the
 * catalogue's codes.
 */
@NullMarked
package io.rickyard.org.http;

import org.jspecify.annotations.NullMarked;
