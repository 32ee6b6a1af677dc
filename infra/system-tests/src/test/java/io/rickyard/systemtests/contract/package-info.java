/** The served description of the API, requests made from it, and answers compared with it. */
@NullMarked
package io.rickyard.systemtests.contract;

import org.jspecify.annotations.NullMarked;
