/**
 * When callers go away before they are answered, so that what is done for them alone can be
 * stopped.
 */
@NullMarked
package io.rickyard.service.departure;

import org.jspecify.annotations.NullMarked;
