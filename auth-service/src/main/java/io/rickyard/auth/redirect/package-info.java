/** Where somebody may be sent after a link was followed. */
@NullMarked
package io.rickyard.auth.redirect;

import org.jspecify.annotations.NullMarked;
