/** The page's whole look: two palettes by the reader's preference, no outside fonts or files. */
export const reportStyle = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#17202b;--soft:#5b6775;--line:#e3e7ec;--ref:#a9b4c2;--cur:#2f6fde;--bad:#c4321f;--bad-soft:#fdecea;--good:#1c7f4a;--good-soft:#e6f5ec;--warn:#9a6200;--warn-soft:#fdf3de;--mute-soft:#eef1f4}
@media(prefers-color-scheme:dark){:root{--ground:#0f141a;--card:#171e26;--ink:#e8edf2;--soft:#98a5b3;--line:#2a343f;--ref:#566372;--cur:#6ea3ff;--bad:#ff8a7a;--bad-soft:#3a1d1a;--good:#62d296;--good-soft:#16301f;--warn:#f0bb5b;--warn-soft:#362a12;--mute-soft:#212a34}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{max-width:1180px;margin:0 auto;padding:36px 24px 56px}
h1{font-size:26px;line-height:1.25;margin:0;letter-spacing:-.01em;overflow-wrap:anywhere}
.sides{color:var(--soft);margin:6px 0 24px;display:flex;flex-wrap:wrap;gap:4px 22px}
.sides b{color:var(--ink);font-weight:600;overflow-wrap:anywhere}
.key{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:7px;vertical-align:-1px}
.key.r{background:var(--ref)}.key.c{background:var(--cur)}
.banner{border-radius:12px;padding:20px 24px;border-left:6px solid;margin-bottom:16px}
.banner h2{margin:0 0 2px;font-size:20px}
.banner p{margin:0;color:var(--ink)}
.banner.bad{background:var(--bad-soft);border-color:var(--bad)}.banner.bad h2{color:var(--bad)}
.banner.good{background:var(--good-soft);border-color:var(--good)}.banner.good h2{color:var(--good)}
.banner.warn{background:var(--warn-soft);border-color:var(--warn)}.banner.warn h2{color:var(--warn)}
.counters{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin-bottom:24px}
.counters div{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 18px}
.counters strong{display:block;font-size:26px;line-height:1.2;font-variant-numeric:tabular-nums}
.counters span{color:var(--soft);font-size:13px}
.sheet{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:900px}
th{font-size:12px;font-weight:600;color:var(--soft);text-align:left;padding:12px 16px;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:14px 16px;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td{border-bottom:0}
.name{font-weight:600;overflow-wrap:anywhere;max-width:200px}
.small{display:block;color:var(--soft);font-size:13px;font-weight:400}
.chip{display:inline-block;border-radius:999px;padding:2px 11px;font-size:13px;font-weight:600;white-space:nowrap;background:var(--mute-soft);color:var(--soft)}
.chip.bad{background:var(--bad-soft);color:var(--bad)}.chip.good{background:var(--good-soft);color:var(--good)}.chip.warn{background:var(--warn-soft);color:var(--warn)}
.score{font-variant-numeric:tabular-nums;white-space:nowrap}
.gauge{display:block;width:120px;height:6px;margin:7px 0 5px}
.gauge rect{fill:var(--line)}.gauge .fill{fill:var(--good)}.gauge .fill.over{fill:var(--bad)}.gauge .mark{fill:var(--ink)}
.reason{min-width:200px;max-width:320px;overflow-wrap:anywhere}
.plot{width:252px}
svg{display:block}
.ref{fill:var(--ref)}.cur{fill:var(--cur);fill-opacity:.28}.cur.solid{fill-opacity:.9}
.cur-line{fill:none;stroke:var(--cur);stroke-width:1.6}.axis{stroke:var(--line)}
.ends{display:flex;justify-content:space-between;gap:12px;width:220px;color:var(--soft);font-size:11px;line-height:1.5}
.ends .cell{flex:1 1 0;text-align:center;min-width:0}
.ends:has(.cell){gap:3px}
.ends span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
footer{color:var(--soft);font-size:13px;margin-top:18px;max-width:820px}
@media(max-width:760px){main{padding:22px 14px 40px}table{min-width:0}thead{display:none}table,tbody,tr,td{display:block}tr{padding:12px 4px;border-bottom:1px solid var(--line)}tr:last-child{border-bottom:0}td{border:0;padding:4px 14px}.name,.reason{max-width:none}.plot{width:auto}td:empty{display:none}}
@media print{body{background:#fff}.sheet,.counters div{break-inside:avoid}tr{break-inside:avoid}}
`;
