/** Sessions and their refresh tokens: rotation, reuse, grace, end. Decides; the store applies. */
@NullMarked
package io.rickyard.auth.session;

import org.jspecify.annotations.NullMarked;
