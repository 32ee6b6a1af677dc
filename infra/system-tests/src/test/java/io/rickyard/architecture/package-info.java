/** The rules that keep modules apart and names honest, checked on the compiled classes. */
@NullMarked
package io.rickyard.architecture;

import org.jspecify.annotations.NullMarked;
