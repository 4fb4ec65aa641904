"""Every promise that is tried."""

from tests.promises.p01 import P1
from tests.promises.p02 import P2
from tests.promises.p03 import P3
from tests.promises.p04 import P4
from tests.promises.p05 import P5
from tests.promises.p06 import P6
from tests.promises.p07 import P7
from tests.promises.p08 import P8
from tests.promises.p09 import P9
from tests.promises.p10 import P10
from tests.promises.p11 import P11
from tests.promises.p12 import P12
from tests.promises.promise import Promise

PROMISES: tuple[Promise, ...] = (P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12)
