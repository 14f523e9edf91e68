/**
 * The style of the report. The colours of lines are those of Okabe and Ito, which stay apart for most
 * colour-blind readers, made darker on light pages until they have a contrast of 3 to 1.
 */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--card:#f5f6f8;--ink:#1b1f24;--muted:#59626d;--grid:#e1e5ea;
--first:#0a6ab0;--second:#b07d00;--third:#00845f;--fourth:#a4508b;--alarm:#c4410c}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--card:#1e2329;--ink:#e9ecef;--muted:#a3adb8;--grid:#30373f;
--first:#56b4e9;--second:#e6b422;--third:#2fc596;--fourth:#d88fc0;--alarm:#ff7f50}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main,header,footer{max-width:57rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem}footer{padding-bottom:2rem;color:var(--muted);font-size:.875rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem}
h2{font-size:1.35rem;margin:2.6rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--grid)}
h3{font-size:1.05rem;margin:1.5rem 0 .4rem}h3 small{font-weight:normal;color:var(--muted);margin-left:.4rem}
p{margin:.4rem 0;max-width:44rem}
.about{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;padding:0;margin:.8rem 0 0;list-style:none;color:var(--muted)}
.about b{color:var(--ink);font-weight:600}
nav{display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:1rem 0 0}nav a{color:var(--first)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));gap:.75rem;margin:1.6rem 0}
.tiles div{display:flex;flex-direction:column-reverse;justify-content:flex-end;background:var(--card);border-radius:.6rem;padding:.8rem 1rem}
.tiles dd{margin:0;font-size:1.65rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}
.tiles dt{color:var(--muted);font-size:.875rem;line-height:1.35;margin-top:.2rem}
figure{margin:1rem 0 1.6rem}figcaption{color:var(--muted);font-size:.875rem;max-width:46rem}
svg{display:block;width:100%;height:auto}.narrow{display:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.925rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--grid);vertical-align:top}
thead th{color:var(--muted);font-weight:600;font-size:.825rem}tbody th{font-weight:500}
.number{text-align:right}.number:last-child{padding-right:0}tbody .number{white-space:nowrap}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:0 0 .6rem;padding:0;font-size:.875rem}
.swatch{display:inline-block;width:1.5rem;height:.85rem;margin-right:.4rem;vertical-align:-.08rem;border:1px solid var(--muted);border-radius:2px}
.line{display:inline-block;width:1.7rem;margin-right:.4rem;vertical-align:.25rem}
.picture{display:flex;gap:.5rem;margin-bottom:1.8rem}
.sites{position:relative;flex:0 0 6.5rem;height:var(--high);font-size:11px;line-height:12px;text-align:right}
.sites span{position:absolute;right:0;left:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;display:flex;align-items:center;justify-content:flex-end}
.days{flex:0 1 var(--wide);min-width:0;position:relative}
.days img{display:block;width:100%;height:var(--high);image-rendering:pixelated}
.ticks span{position:absolute;top:100%;padding:.15rem 0 0 .25rem;border-left:1px solid var(--muted);font-size:11px;line-height:14px;color:var(--muted);white-space:nowrap}
summary{cursor:pointer;color:var(--first)}
:focus-visible{outline:2px solid var(--first);outline-offset:2px}
@media (max-width:600px){.wide{display:none}.narrow{display:block}h1{font-size:1.5rem}
.tiles{grid-template-columns:1fr 1fr}.tiles dd{font-size:1.3rem}
.sites{flex-basis:4.5rem}.days img{image-rendering:auto}.ticks span:nth-child(even){display:none}}
@media print{@page{size:A4;margin:14mm}
:root{color-scheme:light;--paper:#fff;--card:#f5f6f8;--ink:#111;--muted:#444;--grid:#ccc;
--first:#0a6ab0;--second:#b07d00;--third:#00845f;--fourth:#a4508b;--alarm:#c4410c}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}nav{display:none}
.wide{display:block}.narrow{display:none}.scroll{overflow:visible}
.tiles{grid-template-columns:repeat(4,1fr)}.tiles dd{font-size:1.3rem}.sites{font-size:8px;line-height:9px}
figure,tr,.tiles div{break-inside:avoid}h2,h3{break-after:avoid}
.picture{--tall:min(var(--high),215mm)}.sites,.days img{height:var(--tall)}}
`;
