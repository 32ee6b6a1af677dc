/** Stand for providers towards the service, and check what they are shown. */
@NullMarked
package io.rickyard.auth.doubles;

import org.jspecify.annotations.NullMarked;
