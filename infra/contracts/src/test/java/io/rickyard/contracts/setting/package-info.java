/** The wire format's goldens, and the checks that contract records make of themselves. */
@NullMarked
package io.rickyard.contracts.setting;

import org.jspecify.annotations.NullMarked;
